"""Of stewardship everything that has a name is public: rules, every version."""

PUBLIC = {"/rules/{name}", "/api/v1/rules/{name}"}
