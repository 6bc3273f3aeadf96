/// What lies in archives: names and bytes of programs, and traps that unpack to far more than they are. The server looks by it into
/// what it stores, the phone into what it sends and takes. Start reading at `ArchiveSearch`.
package org.earshot.common.file.archive;
