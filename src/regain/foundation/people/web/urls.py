"""The pages of this room."""

from django.urls import path

from regain.foundation.people.web import entrance

app_name = "people"
urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("forgotten/", entrance.forgotten, name="forgotten"),
    path("reset/<str:whom>/<str:token>/", entrance.reset, name="reset"),
    path("joining/<str:token>/", entrance.joining, name="joining"),
]
