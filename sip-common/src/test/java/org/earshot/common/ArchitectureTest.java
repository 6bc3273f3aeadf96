package org.earshot.common;

import org.earshot.architecture.ImportTable;

class ArchitectureTest extends ImportTable {}
