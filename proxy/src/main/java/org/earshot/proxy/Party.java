package org.earshot.proxy;

import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;

/// One side of a dialog.
///
/// @param address who; empty for a trusted peer whose From names no address-of-record
/// @param flow the flow that leads there, as far as it is known
record Party(Optional<AddressOfRecord> address, Optional<Flow> flow) {}
