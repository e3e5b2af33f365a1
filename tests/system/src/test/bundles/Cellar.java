/* SPDX-License-Identifier: Apache-2.0 */
package vault;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The same with servlets: what they demand stands in their service properties. */
public class Cellar extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("treasure of " + request.getRemoteUser());
    }
}
