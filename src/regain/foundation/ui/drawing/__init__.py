"""Inside of the charts: figures, marks, the engine. Pages use `regain.foundation.ui.charts`."""
