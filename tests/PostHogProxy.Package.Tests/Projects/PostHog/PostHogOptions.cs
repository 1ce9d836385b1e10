namespace PostHog;

public sealed class PostHogOptions
{
    public string? ProjectToken { get; set; }

    public string? HostUrl { get; set; }
}
