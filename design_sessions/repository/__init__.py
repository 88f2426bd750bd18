"""Git: where a repository is, its mirror, reading at one commit, committing without a work tree.

Everything here is blocking and safe to call from many threads and processes that share a data
directory. The user's checkout and index are read, never written.
"""
