"""The storage engine that keeps everything in files of one directory."""
