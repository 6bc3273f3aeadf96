package org.earshot.softphone.ua;

import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;

/// For requests whose answer changes nothing, such as BYE.
final class Ignored implements Requester.Handler {
    static final Ignored HANDLER = new Ignored();

    private Ignored() {}

    @Override
    public void onResponse(Request sent, Response response, Flow flow) {}

    @Override
    public void onFailure(int status, String reason) {}
}
