"""Each module touches one outside thing and decides nothing."""
