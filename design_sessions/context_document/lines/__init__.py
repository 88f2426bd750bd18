"""What single lines say, in any format of document: names, types, fields, paths."""
