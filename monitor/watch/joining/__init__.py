"""Which incident a mention belongs to, and what keeps two events apart."""
