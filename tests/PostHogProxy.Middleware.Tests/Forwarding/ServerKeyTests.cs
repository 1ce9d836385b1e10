using PostHogProxy.Forwarding.Headers;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>A key of PostHog's goes to PostHog where it is asked for. Any other credential is the app's own, and stays.</summary>
public sealed class ServerKeyTests
{
    [Theory]
    [InlineData("Bearer phc_a")]
    [InlineData("Bearer phs_a")]
    [InlineData("Bearer phx_a")]
    [InlineData("bearer phx_a")]
    [InlineData("BEARER phx_a")]
    [InlineData("Bearer   phx_a ")]
    public void A_PostHog_key_is_recognized(string authorization) => Assert.True(ServerKey.IsIn(authorization));

    [Theory]
    [InlineData("Bearer abc_secret")]
    [InlineData("Bearer phd_secret")]
    [InlineData("Bearer phxsecret")]
    [InlineData("Bearer ph_secret")]
    [InlineData("Bearer PHX_secret")]
    [InlineData("Bearer xphx_secret")]
    [InlineData("Bearer phx_")]
    [InlineData("Bearer phx")]
    [InlineData("Bearer ph")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData("Bearerphx_secret")]
    [InlineData("Basic phx_secret")]
    [InlineData("phx_secret")]
    [InlineData("")]
    [InlineData("Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0")]
    public void Any_other_credential_is_the_apps_own(string authorization) => Assert.False(ServerKey.IsIn(authorization));

    [Fact]
    public void Two_credentials_are_none_of_PostHogs()
    {
        Assert.False(ServerKey.IsIn(new(["Bearer phx_a", "Bearer phx_b"])));
        Assert.False(ServerKey.IsIn(default));
    }
}
