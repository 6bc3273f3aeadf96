package org.earshot.registrar;

import org.earshot.architecture.ImportTable;

class ArchitectureTest extends ImportTable {}
