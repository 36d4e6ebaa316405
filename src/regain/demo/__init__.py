"""The demo company: a year of a real seller's invoices, shipped with the product (CC0; see data/CREDITS).

Nobody recorded how to reach its customers, so the numbers and addresses are samples from ranges kept for fiction.
"""

from pathlib import Path

DATA = Path(__file__).parent / "data"
SALES, MAPPING = DATA / "onlineretail_lines.csv.gz", DATA / "onlineretail.toml"
CONTACTS, CONTACTS_MAPPING = DATA / "sample_contacts.csv.gz", DATA / "sample_contacts.toml"
