"""Files of live chats, on their way between a customer's messenger and the staff's thread."""
