"""Work orders: what one machine makes of one operation of one order, how far it is and when it will end."""
