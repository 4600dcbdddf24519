self: super: {
    # nothing yet
}
