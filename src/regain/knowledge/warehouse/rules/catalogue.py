"""The kinds of file that can be imported and the fields each may carry."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from regain.foundation.kit.errors import Invalid

FieldType = Literal["id", "text", "word", "choice", "code", "money", "price", "quantity", "date", "moment"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can mean; `synonyms` are header names that usually mean it, letters and digits only."""

    name: str
    type: FieldType
    label: str
    required: bool = False
    synonyms: str = ""
    choices: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; of each group in `one_of`, all columns of at least one alternative must be mapped."""

    name: str
    title: str
    fields: tuple[Field, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field:
        """Give the field called `name`; raises Invalid when this kind has none."""
        for field in self.fields:
            if field.name == name:
                return field
        known = ", ".join(field.name for field in self.fields)
        raise Invalid(f"{self.title} have no field called “{name}”; the fields are {known}.")


CUSTOMER = Field(
    "customer_id",
    "id",
    "customer",
    required=True,
    synonyms="customer customerid customerno customernumber custid client clientid account accountid userid memberid",
)
CURRENCY = Field("currency", "code", "currency", synonyms="currency currencycode ccy cur isocurrency")
COUNTRY = Field("country", "text", "country", synonyms="country countrycode billingcountry land")
PRODUCT = "product productid stockcode sku item itemid article articleno productcode"

SALES = Kind(
    "sales",
    "Sales",
    (
        CUSTOMER,
        Field(
            "sale_id",
            "id",
            "sale",
            synonyms="sale saleid invoice invoiceno invoiceid invoicenumber order orderid orderno ordernumber receipt"
            " receiptno transactionid documentno",
        ),
        Field(
            "sold_at",
            "moment",
            "date of the sale",
            required=True,
            past=True,
            synonyms="soldat date datetime time timestamp invoicedate orderdate saledate purchasedate transactiondate"
            " createdat bookingdate",
        ),
        Field(
            "amount",
            "money",
            "amount",
            synonyms="amount total linetotal lineamount value revenue sales net netamount gross turnover subtotal",
        ),
        Field("unit_price", "price", "unit price", synonyms="unitprice price priceperunit itemprice"),
        Field("quantity", "quantity", "quantity", synonyms="quantity qty units count pieces"),
        Field("product_id", "id", "product", synonyms=PRODUCT),
        CURRENCY,
        Field("cost", "money", "cost", synonyms="cost linecost totalcost cogs costofgoods"),
        Field("unit_cost", "price", "unit cost", synonyms="unitcost costprice costperunit purchaseprice"),
        COUNTRY,
    ),
    one_of=(("amount",), ("unit_price", "quantity")),
)

CUSTOMERS = Kind(
    "customers",
    "Customers",
    (
        CUSTOMER,
        Field("name", "text", "name", synonyms="name customername fullname company companyname accountname clientname"),
        COUNTRY,
        Field("email", "text", "e-mail address", synonyms="email emailaddress mail mailaddress"),
        Field("phone", "text", "telephone number", synonyms="phone phonenumber telephone tel mobile mobilephone"),
        Field("zone", "text", "time zone", synonyms="zone timezone tz"),
        Field("segment", "text", "segment", synonyms="segment group customergroup industry tier type"),
        Field(
            "status", "choice", "status", choices=("", "deceased", "out of business"), synonyms="status customerstatus"
        ),
        Field("since", "date", "customer since", synonyms="since customersince signupdate createdon joined joindate"),
    ),
)

PRODUCTS = Kind(
    "products",
    "Products",
    (
        Field("product_id", "id", "product", required=True, synonyms=PRODUCT),
        Field("name", "text", "name", synonyms="name productname description title"),
        Field("category", "text", "category", synonyms="category productgroup group department type"),
        Field("price", "money", "price", synonyms="price listprice unitprice salesprice"),
        Field("cost", "money", "cost", synonyms="cost unitcost costprice purchaseprice"),
    ),
)

CONTRACTS = Kind(
    "contracts",
    "Contracts",
    (
        Field(
            "contract_id",
            "id",
            "contract",
            required=True,
            synonyms="contract contractid contractno subscription subscriptionid policy policyno agreement",
        ),
        CUSTOMER,
        Field("plan", "text", "plan", synonyms="plan plantier product tariff package"),
        Field("started_on", "date", "start", required=True, synonyms="startedon start startdate begin from validfrom"),
        Field("ended_on", "date", "end", synonyms="endedon end enddate until validto cancelledon canceledon"),
        Field(
            "amount_month", "money", "amount a month", synonyms="amountmonth mrr mrramount monthlyamount monthlyfee fee"
        ),
        CURRENCY,
        Field("status", "word", "status", synonyms="status contractstatus"),
        Field(
            "closed_how", "text", "how it was closed", synonyms="closedhow closehow closurechannel cancellationchannel"
        ),
    ),
)

CONTACTS = Kind(
    "contacts",
    "Contacts",
    (
        Field("contact_id", "id", "contact", synonyms="contact contactid ticket ticketid caseid callid"),
        CUSTOMER,
        Field("kind", "word", "kind of contact", required=True, synonyms="kind type channel contacttype category"),
        Field(
            "happened_at",
            "moment",
            "date of the contact",
            required=True,
            past=True,
            synonyms="happenedat at date datetime submittedat createdat openedat",
        ),
        Field("direction", "choice", "direction", choices=("", "in", "out"), synonyms="direction inout"),
        Field("minutes", "quantity", "minutes", synonyms="minutes durationminutes duration handlingminutes"),
        Field("cost", "money", "cost", synonyms="cost contactcost"),
        Field("outcome", "text", "outcome", synonyms="outcome result resolution"),
    ),
)

RATES = Kind(
    "rates",
    "Exchange rates",
    (
        Field("currency", "code", "currency", required=True, synonyms=CURRENCY.synonyms),
        Field("day", "date", "day", required=True, synonyms="day date on validfrom"),
        Field("rate", "price", "rate", required=True, synonyms="rate exchangerate fx fxrate"),
    ),
)

KINDS = MappingProxyType({kind.name: kind for kind in (SALES, CUSTOMERS, PRODUCTS, CONTRACTS, CONTACTS, RATES)})


def kind_named(name: str) -> Kind:
    """Give the kind called `name`; raises Invalid for an unknown one."""
    if name not in KINDS:
        raise Invalid(f"“{name}” cannot be imported; the kinds are {', '.join(KINDS)}.")
    return KINDS[name]
