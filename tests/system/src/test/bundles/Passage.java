/* SPDX-License-Identifier: Apache-2.0 */
package passage;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends everybody on to where they want. */
public class Passage extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getParameter("path");
        RequestDispatcher way = path == null
                ? getServletContext().getNamedDispatcher(request.getParameter("name"))
                : request.getRequestDispatcher(path);
        if (way == null) {
            response.getWriter().print("no way");
        } else if (request.getParameter("include") != null) {
            response.getWriter().print("before ");
            way.include(request, response);
            response.getWriter().print(" after");
        } else {
            way.forward(request, response);
        }
    }
}
