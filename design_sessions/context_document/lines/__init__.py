"""What single lines say, whatever the format of their document: names, types, fields, paths."""
