/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.guestbook;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** A plain servlet, published by the OSGi Servlet Whiteboard, together with the static files below {@code /static}. */
@Component(service = Servlet.class, property = "io.subrack.access=public")
@HttpWhiteboardServletName("guestbook")
@HttpWhiteboardServletPattern({"/guestbook", "/guestbook/entries"})
@HttpWhiteboardResource(pattern = "/guestbook/static/*", prefix = "/static")
public final class GuestbookServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Guestbook guestbook;

    @Activate
    public GuestbookServlet(@Reference Guestbook guestbook) {
        this.guestbook = guestbook;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println(
                "<!DOCTYPE html><title>Guestbook</title><link rel=stylesheet href=/guestbook/static/guestbook.css>");
        out.println(
                "<form method=post action=/guestbook/entries><input name=name maxlength=80><button>Sign</button></form>");
        out.println("<ul>");
        for (String guest : guestbook.guests()) {
            out.println("<li>" + escape(guest));
        }
        out.println("</ul>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            guestbook.sign(request.getParameter("name"));
        } catch (IllegalArgumentException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/guestbook");
    }

    /** What a guest wrote is text, never markup. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
