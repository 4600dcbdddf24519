{ poetry2nix, mkPoetryApplication }: mkPoetryApplication { projectDir = ./.; }
