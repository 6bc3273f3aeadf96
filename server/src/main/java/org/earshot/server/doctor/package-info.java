/// Finds the usual mistakes of an installation, and says how to mend them: facts, gathered at the edge, and a pure judgement of them.
package org.earshot.server.doctor;
