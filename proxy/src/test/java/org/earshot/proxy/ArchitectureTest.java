package org.earshot.proxy;

import org.earshot.architecture.ImportTable;

class ArchitectureTest extends ImportTable {}
