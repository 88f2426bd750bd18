"""Git: where a repository is, its mirror, reading at one commit, committing without a work tree.

Everything here is blocking and safe to call from many threads and processes that share a data
directory. The user's checkout and index are read, never written.
"""

import os

# GitPython looks for the git executable when it is imported and raises a traceback's worth of
# advice where there is none. Quiet, the first command reports it as one of our errors.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
