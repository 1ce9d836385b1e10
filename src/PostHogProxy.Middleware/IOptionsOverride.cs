namespace PostHogProxy;

/// <summary>
/// Changes the options of every proxy after the app's own code has set them: a test points them at its stand-in, and no line of the app changes for it.
/// What the app has set was judged before.
/// </summary>
internal interface IOptionsOverride
{
    /// <param name="options">What the app has set.</param>
    void Apply(PostHogProxyOptions options);
}
