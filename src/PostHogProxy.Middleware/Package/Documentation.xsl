<?xml version="1.0" encoding="utf-8"?>
<!-- Keeps the documentation of public types: the rest is for readers of the source, and IntelliSense shows none of it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" indent="no" />

  <!-- Full names, each between bars. -->
  <xsl:param name="types" />
  <!-- Members of those types that are not public, as the file names them. -->
  <xsl:param name="internal" />

  <xsl:template match="@* | node()">
    <xsl:copy>
      <xsl:apply-templates select="@* | node()" />
    </xsl:copy>
  </xsl:template>

  <xsl:template match="member">
    <xsl:variable name="type">
      <xsl:choose>
        <xsl:when test="starts-with(@name, 'T:')">
          <xsl:value-of select="substring(@name, 3)" />
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="before-last-dot">
            <xsl:with-param name="text" select="substring-before(concat(substring(@name, 3), '('), '(')" />
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="contains($types, concat('|', $type, '|')) and not(contains($internal, concat('|', @name, '|')))">
      <xsl:copy>
        <xsl:apply-templates select="@* | node()" />
      </xsl:copy>
    </xsl:if>
  </xsl:template>

  <!-- White space around what is left out. -->
  <xsl:template match="members/text()" />

  <xsl:template name="before-last-dot">
    <xsl:param name="text" />
    <xsl:variable name="rest" select="substring-after($text, '.')" />
    <xsl:value-of select="substring-before($text, '.')" />
    <xsl:if test="contains($rest, '.')">
      <xsl:text>.</xsl:text>
      <xsl:call-template name="before-last-dot">
        <xsl:with-param name="text" select="$rest" />
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
