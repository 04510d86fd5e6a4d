"""A mention → its assessments: prepared, judged, believed, quoted."""
