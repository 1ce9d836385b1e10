namespace PostHogProxy.Http2.Tests.Servers;

/// <summary>How each server is set up: HTTP/2 over TLS, a limit of 1 MiB below /small, everything else to the app.</summary>
internal static class Configurations
{
    /// <summary>nginx that ends a connection after 20 requests, with GOAWAY.</summary>
    public const string LeavingNginx = "nginx-leaving";

    public static (string FileName, string Text, string[] Arguments) For(string server, string folder, int port, int app) => server switch
    {
        "nginx" or LeavingNginx => ("nginx.conf", Nginx(folder, port, app, requests: server == LeavingNginx ? 20 : 100_000), ["-e", $"{folder}/error.log", "-c", $"{folder}/nginx.conf"]),
        "haproxy" => ("haproxy.cfg", HAProxy(folder, port, app), ["-f", $"{folder}/haproxy.cfg", "-db"]),
        "caddy" => ("Caddyfile", Caddy(folder, port, app), ["run", "--config", $"{folder}/Caddyfile", "--adapter", "caddyfile"]),
        "node" => ("server.mjs", Node(folder, port), [$"{folder}/server.mjs"]),
        _ => throw new ArgumentOutOfRangeException(nameof(server), server, "There is no configuration for it."),
    };

    private static string Nginx(string folder, int port, int app, int requests) =>
        $$"""
        daemon off;
        master_process off;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port}} ssl http2;
            ssl_certificate {{folder}}/cert.pem;
            ssl_certificate_key {{folder}}/key.pem;
            client_max_body_size 64m;
            proxy_http_version 1.1;
            keepalive_requests {{requests}};
            location / { proxy_pass http://127.0.0.1:{{app}}; }
            location /small { client_max_body_size 1m; proxy_pass http://127.0.0.1:{{app}}; }
          }
        }
        """;

    private static string HAProxy(string folder, int port, int app) =>
        $$"""
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        frontend tls
          bind 127.0.0.1:{{port}} ssl crt {{folder}}/both.pem alpn h2
          http-request return status 413 content-type text/plain string large if { path_beg /small } { req.hdr_val(content-length) gt 1048576 }
          default_backend app
        backend app
          server app 127.0.0.1:{{app}}

        """;

    private static string Caddy(string folder, int port, int app) =>
        $$"""
        {
          admin off
          auto_https off
        }
        https://:{{port}} {
          tls {{folder}}/cert.pem {{folder}}/key.pem
          @large {
            path /small*
            expression {http.request.header.content-length}.size() > 6
          }
          respond @large 413
          reverse_proxy 127.0.0.1:{{app}}
        }
        """;

    // Node answers itself.
    private static string Node(string folder, int port) =>
        $$"""
        import { createSecureServer } from 'node:http2';
        import { createHash } from 'node:crypto';
        import { readFileSync } from 'node:fs';

        const server = createSecureServer({ cert: readFileSync('{{folder}}/cert.pem'), key: readFileSync('{{folder}}/key.pem') });
        server.on('stream', (stream, headers) => {
          stream.on('error', () => {});
          const [, first, second] = headers[':path'].split('?')[0].split('/');
          if (first === 'hello') {
            stream.respond({ ':status': 200, 'content-length': 5, 'x-query': headers[':path'].slice(6) });
            stream.end(headers[':method'] === 'HEAD' ? undefined : 'hello');
          } else if (first === 'bytes') {
            const bytes = Buffer.alloc(Number(second));
            for (let at = 0; at < bytes.length; at++) bytes[at] = at ^ (at >> 8) ^ (at >> 16);
            stream.respond({ ':status': 200, 'content-length': bytes.length });
            stream.end(bytes);
          } else if (first === 'small' && Number(headers['content-length']) > 1048576) {
            stream.respond({ ':status': 413 });
            stream.end('large');
          } else {
            const hash = createHash('sha256');
            stream.on('data', part => hash.update(part));
            stream.on('end', () => {
              stream.respond({ ':status': 200 });
              stream.end(`${headers[':method']} ${hash.digest('hex')}`);
            });
          }
        });
        server.listen({{port}}, '127.0.0.1');
        """;
}
