namespace PostHogProxy.Pomerium.Policies;

/// <summary>What a visitor who has never signed in gets.</summary>
internal enum Outcome
{
    /// <summary>It depends on what cannot be known from the file, or Pomerium does not get so far.</summary>
    Unknown,

    /// <summary>The request goes to the upstream (or gets the redirect or the answer the route has instead of one).</summary>
    Through,

    /// <summary>A redirect (302) to the sign-in page.</summary>
    Login,

    /// <summary>A redirect to the same path without escaped slashes.</summary>
    Redirect307,

    /// <summary>Pomerium's own answer to the OPTIONS of a browser that asks for an MCP server.</summary>
    NoContent204,

    /// <summary>401 in place of the redirect, because the client accepts no HTML.</summary>
    Unauthorized401,

    /// <summary>No rule allows it, or one denies it.</summary>
    Forbidden403,

    /// <summary>No route.</summary>
    NotFound404,

    /// <summary>A client certificate is wanted.</summary>
    ClientCertificate495,

    /// <summary>Envoy refuses the request before any route is looked for.</summary>
    BadRequest400,

    /// <summary>Pomerium answers itself: one of its own paths, or a denied <c>/robots.txt</c>.</summary>
    OwnAnswer,
}
