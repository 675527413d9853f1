"""What agents do with a case by buttons, menus and forms."""
