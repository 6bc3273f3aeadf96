package org.earshot.proxy.message;

import java.util.Optional;
import org.earshot.common.stack.Flow;

/// How one phone answered a MESSAGE.
///
/// @param device the contact that it was sent to
/// @param flow the way there, where known
/// @param status the final answer, 200–699; ours where the phone gave none
public record Delivery(String device, Optional<Flow> flow, int status) {}
