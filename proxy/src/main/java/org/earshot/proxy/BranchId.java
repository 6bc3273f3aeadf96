package org.earshot.proxy;

/// Which branch of a forwarded request, counted from 0.
record BranchId(int number) {}
