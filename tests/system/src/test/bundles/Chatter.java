/* SPDX-License-Identifier: Apache-2.0 */
package chatter;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.LoggerFactory;

/** Logs what it is told. */
public class Chatter extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        LoggerFactory.getLogger(Chatter.class).warn("{}", request.getParameter("say"));
        response.setStatus(204);
    }
}
