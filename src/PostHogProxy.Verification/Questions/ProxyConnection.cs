using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using PostHogProxy.Rules.Aliases;

namespace PostHogProxy.Verification.Questions;

/// <summary>
/// Connections to the proxy as a browser's are, but that follow nothing, keep no cookie, and go on after a certificate that is not
/// accepted: what is wrong with it is remembered, and nothing sent is secret.
/// </summary>
internal sealed class ProxyConnection : IDisposable
{
    private readonly VerifyTarget _target;
    private readonly HttpMessageInvoker _invoker;

    public ProxyConnection(VerifyTarget target, Action<SocketsHttpHandler>? configure = null)
    {
        _target = target;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = target.Timeout,
            Expect100ContinueTimeout = target.Timeout,
        };
#pragma warning disable CA5359 // What is wrong with the certificate is a finding; a run that ended there would tell nothing else.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            Certificate ??= certificate is null ? null : ShownCertificate.Of(new X509Certificate2(certificate), chain, errors);
            return true;
        };
#pragma warning restore CA5359
        configure?.Invoke(handler);
        _invoker = new(handler);
    }

    /// <summary>The certificate the proxy showed first; null before the first answer, and over plain HTTP.</summary>
    public ShownCertificate? Certificate { get; private set; }

    /// <summary>Under which names PostHog's paths are asked for; null for their own.</summary>
    public PathAliases? Aliases { get; set; }

    public Uri AddressOf(Question question)
    {
        var target = question.IsOutside ? question.Target : _target.Prefix + (Aliases?.ToAlias(question.Target) ?? question.Target);
        return new(_target.Url.GetLeftPart(UriPartial.Authority) + target);
    }

    public async Task<Reply> AskAsync(Question question, CancellationToken cancellationToken)
    {
        var isLarge = question.Body is { IsLarge: true };
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(isLarge ? _target.Timeout * 4 : _target.Timeout);
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            using var request = Request(question, isLarge);
            using var response = await _invoker.SendAsync(request, inTime.Token).ConfigureAwait(false);
            var content = response.StatusCode == HttpStatusCode.SwitchingProtocols
                ? ReplyContent.None
                : await ReplyContent.ReadAsync(response.Content, inTime.Token).ConfigureAwait(false);
            return new(question, (int)response.StatusCode)
            {
                Headers = [.. Lines(response.Headers.NonValidated), .. Lines(response.Content.Headers.NonValidated)],
                Text = content.Text,
                WireLength = content.WireLength,
                Elapsed = Stopwatch.GetElapsedTime(startedAt),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(question, 0) { Failure = ProbeFailure.Timeout, Elapsed = Stopwatch.GetElapsedTime(startedAt) };
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            return failure.GetBaseException() is BodyWithheldException
                ? new(question, Reply.WouldTake)
                : new(question, 0)
                {
                    Failure = ProbeFailures.Of(failure, _target.Url),
                    Detail = ProbeFailures.Reason(failure),
                    Elapsed = Stopwatch.GetElapsedTime(startedAt),
                };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private HttpRequestMessage Request(Question question, bool isLarge)
    {
        var request = new HttpRequestMessage(question.Method, AddressOf(question))
        {
            // A refusal of a large body ends the connection in HTTP/1.1, and an upgrade exists only there.
            Version = isLarge || question.Headers.Count > 0 ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.UserAgent.Add(new(new System.Net.Http.Headers.ProductHeaderValue(Probe.UserAgent)));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        request.Headers.Referrer = new Uri(_target.Page, "/");
        if (question.Origin is { } origin)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin.GetLeftPart(UriPartial.Authority));
        }

        foreach (var (name, value) in question.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, _) in _target.VisitorHeaders)
        {
            request.Headers.Remove(name);
        }

        foreach (var (name, value) in _target.VisitorHeaders)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (question.Body is { } body)
        {
            request.Content = body.DeclaredOnly is { } length ? new WithheldContent(length) : new ReadOnlyMemoryContent(body.Bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", body.ContentType);
            request.Headers.ExpectContinue = isLarge ? true : null;
        }

        return request;
    }

    private static IEnumerable<KeyValuePair<string, string>> Lines(System.Net.Http.Headers.HttpHeadersNonValidated headers) =>
        headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value));
}
