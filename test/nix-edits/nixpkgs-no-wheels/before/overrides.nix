self: super: {
}
