"""The demo company: a year of a real seller's invoices, shipped with the product (CC0; see data/CREDITS)."""

from pathlib import Path

SALES = Path(__file__).parent / "data" / "onlineretail_lines.csv.gz"
MAPPING = Path(__file__).parent / "data" / "onlineretail.toml"
