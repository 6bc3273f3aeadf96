package org.earshot.server.people;

import java.util.function.Supplier;
import org.earshot.common.account.Withholding;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.server.config.PeopleConfig;

/// What groups need besides [PeopleParts].
///
/// @param makers who may make groups
/// @param withholding whose new devices get nothing of before
public record GroupParts(
        Supplier<PeopleConfig.Groups> makers, GroupStore groups, Withholding withholding) {}
