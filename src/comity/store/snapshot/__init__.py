"""The compiled store on disk: its inputs, build, fingerprint, index of names and summary."""
