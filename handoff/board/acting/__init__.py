"""What supervisors do at the board: checked at the door, then a row of the inbox."""
