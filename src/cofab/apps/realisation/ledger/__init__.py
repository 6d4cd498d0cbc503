"""The journal of who is owed what: entries, holds, and the custodians that keep the money itself."""
