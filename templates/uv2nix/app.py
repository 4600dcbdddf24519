def main() -> None:
    print("Hello from Nix")
