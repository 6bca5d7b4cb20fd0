"""What reviewers ask: does it come out the same when somebody else does it again?"""
