"""The contact methods: one file for each way in which a case is handed to people."""
