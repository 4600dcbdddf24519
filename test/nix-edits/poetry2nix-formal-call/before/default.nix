{ mkPoetryApplication, python311 }:
mkPoetryApplication {
  projectDir = ./.;
  python = python311;
}
