/// What is to outlive a crash of the machine.
package org.earshot.common.file;
