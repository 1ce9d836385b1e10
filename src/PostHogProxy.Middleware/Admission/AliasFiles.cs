using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Aliases;

namespace PostHogProxy.Admission;

/// <summary>Serves the browser's half of the aliases, for pages that call <c>posthog.init</c> themselves.</summary>
internal sealed class AliasFiles(PathAliases aliases)
{
    private const string JavaScript = "text/javascript; charset=utf-8";

    private readonly string _modulePath = aliases.Module;
    private readonly string _scriptPath = aliases.Script;
    private readonly string _typesPath = aliases.Types;
    private readonly byte[] _module = Encoding.UTF8.GetBytes(RewriteFunction.Module(aliases));
    private readonly byte[] _script = Encoding.UTF8.GetBytes(RewriteFunction.Script(aliases));
    private readonly byte[] _types = Encoding.UTF8.GetBytes(RewriteFunction.Types(aliases));

    /// <summary>Null where the target is none of the files.</summary>
    public Task? TryAnswer(HttpContext context, RequestTarget target)
    {
        var path = target.Value.AsSpan(0, target.PathLength);
        return path.SequenceEqual(_modulePath) ? AnswerAsync(context, _module, JavaScript)
            : path.SequenceEqual(_scriptPath) ? AnswerAsync(context, _script, JavaScript)
            : path.SequenceEqual(_typesPath) ? AnswerAsync(context, _types, "text/plain; charset=utf-8")
            : null;
    }

    private static Task AnswerAsync(HttpContext context, byte[] content, string contentType)
    {
        var response = context.Response;
        response.Headers.Vary = HeaderNames.Origin;
        CrossOrigin.Permit(context);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        response.ContentType = contentType;
        response.ContentLength = content.Length;
        response.Headers.XContentTypeOptions = "nosniff";

        // As long as PostHog's own scripts without a version in their path; for browsers only, because what CORS says differs by origin.
        response.Headers[HeaderNames.CacheControl] = "private, max-age=300";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
