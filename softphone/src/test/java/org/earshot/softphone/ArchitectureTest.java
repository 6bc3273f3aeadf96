package org.earshot.softphone;

import org.earshot.architecture.ImportTable;

class ArchitectureTest extends ImportTable {}
