package org.earshot.server;

import org.earshot.architecture.ImportTable;

class ArchitectureTest extends ImportTable {}
